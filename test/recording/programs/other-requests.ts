interface Recorder {
  recordCalls(tags?: Record<string, string>, file?: string): typeof fetch;
}

const { recordCalls } = (await import(String(process.argv[2]))) as Recorder;

function codeOf(open: () => unknown) {
  try {
    open();
    return 'none';
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

const post = recordCalls();
const body = new FormData();
body.set('file', 'not JSON');
const upload = await post(`${process.argv[3]}/v1/files`, { method: 'POST', body });
// What the SDK of Anthropic renews a login with goes the same way.
const secret = JSON.stringify({ grant_type: 'refresh_token', refresh_token: 'stand-in' });
const login = await post(`${process.argv[3]}/v1/oauth/token`, { method: 'POST', body: secret });
const unwritable = codeOf(() => recordCalls({}, 'missing/llm-calls.jsonl'));
process.stdout.write(JSON.stringify([unwritable, upload.status, login.status]));
