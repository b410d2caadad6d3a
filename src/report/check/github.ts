import { defineCheckRenderer } from '../../contracts/check-renderer.ts';
import { commentText } from './comment.ts';

/** What `llm-cost comment --github` posts; annotations are printed beside it. */
export default defineCheckRenderer({
  id: 'github',
  describe: 'the comment for a pull request, with annotations and outputs for the job',
  render: commentText,
});
