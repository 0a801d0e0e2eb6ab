import type { Ballot, PollClient } from '../client/client.ts';
import { fill, h } from './dom.ts';
import type { Language } from './language.ts';
import { makeResults } from './results.ts';

/**
 * Shows a poll's results in a place, as they change, or why they don't show.
 * @returns how to end it
 */
export function showResults(given: {
  ballot: Ballot;
  language: Language;
  client: PollClient;
  place: Element;
  tell: (event: string, detail: object) => void;
}): () => void {
  const { ballot, language, client, place, tell } = given;
  const view = makeResults(ballot, language);
  const watch = client.watchResults({
    results(results) {
      if (!view.element.isConnected) fill(place, view.element);
      view.update(results);
      tell('results', { results });
    },
    hidden() {
      fill(place, h('p', { part: 'hint' }, language.say('hidden')));
    },
    connection: (way) => view.mark(way === 'live'),
  });
  return () => {
    watch.stop();
    fill(place);
  };
}
