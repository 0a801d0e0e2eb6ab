import type { Question } from '../../../contracts/poll.ts';
import { CheckField, NumberField } from '../components/choice-fields.tsx';
import { ItemsEditor } from './items-editor.tsx';

interface KindSettingsProps {
  readonly question: Question;
  /** JSON pointer of the question. */
  readonly pointer: string;
  readonly change: (part: Partial<Question>) => void;
}

/** What only questions of one kind have. */
export function KindSettings({ question, pointer, change }: KindSettingsProps) {
  const options = 'options' in question && (
    <ItemsEditor
      title="Options"
      noun="Option"
      prefix="o"
      items={question.options}
      least={question.kind === 'ranking' ? 2 : 1}
      pointer={`${pointer}/options`}
      change={(items) => change({ options: items } as Partial<Question>)}
    />
  );
  const number = (label: string, field: string, value: number | undefined, hint?: string) => (
    <NumberField
      label={label}
      hint={hint}
      pointer={`${pointer}/${field}`}
      value={value}
      change={(given) => change({ [field]: given } as Partial<Question>)}
    />
  );
  switch (question.kind) {
    case 'single':
      return options;
    case 'multiple':
      return (
        <>
          {options}
          <div class="row">
            {number('At least', 'minChoices', question.minChoices)}
            {number('At most', 'maxChoices', question.maxChoices, 'Empty: as many as there are')}
          </div>
        </>
      );
    case 'ranking':
      return (
        <>
          {options}
          {number('Options to rank at least', 'minRanked', question.minRanked, 'Empty: all of them')}
        </>
      );
    case 'rating':
      return (
        <>
          <div class="row">
            {number('From', 'min', question.min)}
            {number('To', 'max', question.max)}
          </div>
          <CheckField
            label="Net Promoter Score (0 to 10)"
            checked={question.nps}
            change={(nps) => change(nps ? { nps, min: 0, max: 10 } : { nps })}
          />
        </>
      );
    case 'matrix':
      return (
        <>
          {(['rows', 'columns'] as const).map((field) => (
            <ItemsEditor
              key={field}
              title={field === 'rows' ? 'Rows' : 'Columns'}
              noun={field === 'rows' ? 'Row' : 'Column'}
              prefix={field === 'rows' ? 'r' : 'c'}
              items={question[field]}
              least={1}
              pointer={`${pointer}/${field}`}
              change={(items) => change({ [field]: items })}
            />
          ))}
          <CheckField
            label="Every row must be answered"
            checked={question.allRows}
            change={(allRows) => change({ allRows })}
          />
        </>
      );
    case 'text':
      return number('Most characters', 'maxLength', question.maxLength);
  }
}
