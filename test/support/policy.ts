/** A statement of an IAM policy as a template has it, its references made plain. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const like = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  ).test(text);
const any = (patterns: string | readonly string[] | undefined, text: string) =>
  [patterns ?? []].flat().some((pattern) => like(pattern, text));

/** Whether statements let a request through: as IAM decides, for the few operators that ours use. */
export function allows(statements: readonly Statement[], request: Request): boolean {
  const matching = statements.filter((statement) => applies(statement, request));
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
}

function applies({ Action, Resource, NotResource, Condition }: Statement, request: Request): boolean {
  const isNamed = NotResource ? !any(NotResource, request.resource) : any(Resource, request.resource);
  return any(Action, request.action) && isNamed && holds(Condition ?? {}, request.context ?? {});
}

function holds(condition: NonNullable<Statement['Condition']>, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const value = context[key];
      switch (operator) {
        case 'StringEquals':
          return value !== undefined && [wanted].flat().includes(value);
        case 'StringNotEquals':
          return value === undefined || ![wanted].flat().includes(value);
        case 'StringNotLike':
          return value === undefined || !any(wanted, value);
        case 'ForAllValues:StringLike':
          return value === undefined || any(wanted, value);
        case 'Null':
          return (value === undefined) === (wanted === 'true');
        default:
          throw new Error(`No test knows the operator ${operator}`);
      }
    }),
  );
}
