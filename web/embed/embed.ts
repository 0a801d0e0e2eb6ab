import { GroundswellPoll } from '../widget/groundswell-poll.ts';
import '../widget/widget.ts';

/** What the address may say beside `meta-<field>`. */
const attributes = ['poll', 'api', 'lang', 'theme', 'one-at-a-time'];

const sheet = new CSSStyleSheet();
// Without a background of its own, the frame lets the page's show.
sheet.replaceSync(
  'body{margin:0;padding:8px;background:transparent}' +
    // For screen readers, which go from heading to heading: the poll's own title is the next one.
    'h1{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}',
);
document.adoptedStyleSheets = [sheet];

GroundswellPoll.defaultApi = location.origin;
const element = document.createElement('groundswell-poll');
for (const [name, value] of new URLSearchParams(location.search)) {
  if (attributes.includes(name) || /^meta-[\w-]+$/.test(name)) element.setAttribute(name, value);
}
document.querySelector('main')?.append(element);

/** Tells the page around the frame how high it wants to be; the message holds nothing that isn't for everyone. */
new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: 'groundswell:height', poll: element.getAttribute('poll'), height }, '*');
}).observe(document.body);
