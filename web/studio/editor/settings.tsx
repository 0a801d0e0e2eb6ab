import { NumberField, SelectField } from '../components/choice-fields.tsx';
import { TextField } from '../components/text-field.tsx';
import type { Editor } from './editor.ts';
import { MetadataFields } from './metadata-fields.tsx';

/** Who votes, who sees results, when, and how many are expected. */
export function Settings({ editor }: { editor: Editor }) {
  const { policy, opensAt, closesAt, audience, language } = editor.draft.value;
  /** A part that is emptied is left out. */
  const set = (field: 'opensAt' | 'closesAt' | 'audience', value: string | number | undefined) => {
    const { [field]: _old, ...rest } = editor.draft.value;
    editor.draft.value = value === undefined ? rest : { ...rest, [field]: value };
  };
  const setPolicy = (part: Partial<typeof policy>) => editor.set({ policy: { ...policy, ...part } });
  return (
    <div class="panel stack">
      <fieldset class="plain stack" disabled={editor.frozen}>
        <legend class="unseen">Rules</legend>
        <SelectField
          label="Who may vote"
          pointer="/policy/voters"
          value={policy.voters}
          options={[
            ['device', 'Each device once'],
            ['authenticated', 'People whom your own site vouches for, once each'],
            ['codes', 'Whoever has a one-time code'],
            ['open', 'Everybody, as often as they like'],
          ]}
          change={(voters) => setPolicy({ voters })}
        />
        <SelectField
          label="A second vote of the same voter"
          pointer="/policy/changes"
          value={policy.changes}
          options={[
            ['refuse', 'is refused'],
            ['replace', 'replaces the first'],
          ]}
          change={(changes) => setPolicy({ changes })}
        />
        <SelectField
          label="Voters see results"
          pointer="/policy/results"
          value={policy.results}
          options={[
            ['always', 'at all times'],
            ['after-voting', 'when they have voted'],
            ['after-closing', 'when the poll has closed'],
            ['never', 'never'],
          ]}
          change={(results) => setPolicy({ results })}
        />
        <TextField
          label="Opens by itself"
          type="datetime-local"
          pointer="/opensAt"
          value={toLocal(opensAt)}
          change={(value) => set('opensAt', toInstant(value))}
        />
      </fieldset>
      <fieldset class="plain" disabled={editor.state === 'closed'}>
        <TextField
          label="Closes by itself"
          type="datetime-local"
          hint="Both in the time of this device."
          pointer="/closesAt"
          value={toLocal(closesAt)}
          change={(value) => set('closesAt', toInstant(value))}
        />
      </fieldset>
      <fieldset class="plain stack" disabled={editor.frozen}>
        <NumberField
          label="Voters expected"
          hint="A bigger audience gets more room in time. Empty: a usual one."
          pointer="/audience"
          min={1}
          value={audience}
          change={(value) => set('audience', value)}
        />
        <TextField
          label="Language of the texts"
          hint="Its tag, such as en"
          pointer="/language"
          value={language}
          change={(tag) => editor.set({ language: tag })}
        />
        <MetadataFields editor={editor} />
      </fieldset>
    </div>
  );
}

/** For `datetime-local`, which has no time zone. */
function toLocal(instant: string | undefined): string {
  if (instant === undefined) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function toInstant(local: string): string | undefined {
  const time = Date.parse(local);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
