import { useEffect, useRef } from 'preact/hooks';
import { makeCard } from '../../widget/card.ts';
import { makeForm } from '../../widget/form.ts';
import { chooseLanguage } from '../../widget/language.ts';
import { styleSheet } from '../../widget/style.ts';
import { type Draft, kindNames } from './draft.ts';

/** The form as voters will see it, by the widget's own renderer; it sends nothing. */
export default function Preview({ draft, language: tag }: { draft: Draft; language: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const host = place.current;
    if (!host) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];
    const ballot = { ...complete(draft), pollId: '', state: 'open' } as const;
    const language = chooseLanguage(tag, ballot);
    const card = makeCard(undefined);
    card.speak(language, ballot);
    const form = makeForm({
      ballot,
      language,
      oneAtATime: false,
      answered() {},
      complain: (text) => card.status(text, 'bad'),
      submit: () => card.status('This is a preview: nothing was sent.', 'good'),
    });
    card.content(form);
    root.replaceChildren(card.element);
  }, [draft, tag]);
  return <div ref={place} class="preview-place" />;
}

/** With something to read where texts are still missing, and bounds that a form can be made of. */
function complete(draft: Draft): Draft {
  const named = (items: readonly { id: string; label: string }[]) =>
    items.map(({ id, label }, index) => ({ id, label: label || String(index + 1) }));
  return {
    ...draft,
    title: draft.title || 'Untitled poll',
    questions: draft.questions.map((question) => {
      const title = question.title || kindNames[question.kind];
      if (question.kind === 'matrix') {
        return { ...question, title, rows: named(question.rows), columns: named(question.columns) };
      }
      if (question.kind === 'rating') {
        const min = Math.trunc(question.min ?? 1);
        return { ...question, title, min, max: Math.min(min + 100, Math.max(min, Math.trunc(question.max ?? 5))) };
      }
      return 'options' in question ? { ...question, title, options: named(question.options) } : { ...question, title };
    }),
  };
}
