/** Where a poll is answered, and how a page of somebody else takes it in. */
export function addressesOf(pollId: string, origin: string = location.origin) {
  const link = `${origin}/embed.html?poll=${encodeURIComponent(pollId)}`;
  return {
    link,
    script: `<script type="module" src="${origin}/widget.js"></script>\n<groundswell-poll poll="${pollId}"></groundswell-poll>`,
    frame: `<iframe src="${link}" title="Poll" width="100%" height="520" loading="lazy"></iframe>`,
  };
}
