/** What a pull request is told of its preview. */
export interface Preview {
  readonly stage: string;
  readonly branch: string;
  readonly commit: string;
  /** Absent where the deployment failed. */
  readonly url?: string;
  /** What `cdk diff` says, and the cost estimate; absent where there is none. */
  readonly diff?: string;
  readonly cost?: string;
  readonly expiresAfterDays?: number;
}

/** GitHub takes 65,536 characters. */
const longest = 60_000;
const longestCost = 10_000;
const longestDiff = 40_000;

/** The comment as Markdown. Nothing of what a branch, a diff or a stack says is taken for Markdown or HTML. */
export function renderComment(preview: Preview): string {
  const { stage, branch, commit, url, diff, cost, expiresAfterDays } = preview;
  const until =
    expiresAfterDays === undefined
      ? ''
      : ` It goes with the pull request, or after ${expiresAfterDays} days unchanged.`;
  return [
    `### Preview ${code(stage)}`,
    url === undefined
      ? `${code(branch)} at ${code(commit)} could not be deployed; the workflow's log says why.`
      : `${code(branch)} at ${code(commit)} runs at ${code(url)}.${until}`,
    '#### What it costs',
    block(cost, longestCost, 'There is no estimate.'),
    '#### What merging changes in staging',
    block(diff, longestDiff, 'There is no diff: staging may not be deployed yet, or be out of reach.'),
  ]
    .join('\n\n')
    .slice(0, longest);
}

/** Text on one line, in a fence that it can't close. */
function code(text: string): string {
  const line = plain(text).replaceAll('\n', ' ').slice(0, 300);
  const fence = '`'.repeat(longestRun(line) + 1);
  return `${fence} ${line} ${fence}`;
}

function block(text: string | undefined, most: number, otherwise: string): string {
  if (text === undefined || text.trim() === '') return otherwise;
  const body = cut(plain(text).trimEnd(), most);
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}text\n${body}\n${fence}`;
}

/** Cuts between lines, and says so. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf('\n', most);
  return `${text.slice(0, end > 0 ? end : most)}\n… cut here; the workflow's log has the rest`;
}

const longestRun = (text: string) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** Without colours, and without characters that can't be seen or turn the text around. */
function plain(text: string): string {
  return text
    .replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g'), '')
    .replaceAll('\r\n', '\n')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' || character === '\t' ? character : ''));
}
