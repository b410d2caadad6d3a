import { InputError } from '../../contracts/input-error.ts';
import type { Configure } from '../command-context.ts';
import { readFlags } from '../flags.ts';
import { integer, path, text } from '../parse-value.ts';

const RESULT = 'llm-cost-check.json';

interface Given {
  readonly github?: true;
  readonly result: string;
  readonly repo?: string;
  readonly pr?: string;
  readonly apiUrl?: string;
  readonly dryRun?: true;
}

const configure: Configure = (command, { io }) => {
  command
    .option('--github', 'comment on a pull request on GitHub, with the token in GITHUB_TOKEN or GH_TOKEN')
    .option('--result <file>', 'what llm-cost check --out wrote', RESULT)
    .option('--repo <owner/name>', 'the repository (default: GITHUB_REPOSITORY)')
    .option('--pr <number>', 'the pull request (default: the one that the job runs for)')
    .option('--api-url <url>', "GitHub's API (default: GITHUB_API_URL, else https://api.github.com)")
    .option('--dry-run', 'print the comment and post nothing')
    .action(async ({ github, result, repo, pr, apiUrl, dryRun }: Given) => {
      if (github !== true) throw new InputError('comment needs --github: no other place can be commented on');
      const place = (name: string) => ({ name, base: io.cwd });
      const { runComment } = await import('../comment/run-comment.ts');
      await runComment(
        {
          result: path(result, place('--result')),
          ...(repo !== undefined && { repository: text(repo, place('--repo')) }),
          ...(pr !== undefined && { pullRequest: integer(1)(pr, place('--pr')) }),
          ...(apiUrl !== undefined && { apiUrl: text(apiUrl, place('--api-url')) }),
          isDry: dryRun === true,
          isQuiet: readFlags(io, command).quiet === true,
        },
        io,
      );
    });
};

export default configure;
