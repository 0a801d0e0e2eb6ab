/** A value as DynamoDB's protocol carries it: `{"S": "text"}`, `{"N": "42"}`, binary in base64. */
export interface WireValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly WireValue[];
  readonly M?: WireItem;
}

export type WireItem = Readonly<Record<string, WireValue>>;

/** A list or map costs this many bytes, and one more for each element, whatever they hold. */
const containerBytes = 3;

/**
 * The size of an item in bytes, by which DynamoDB bills it: names and values, with what lists and maps add
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export function itemSize(item: WireItem): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
}

function valueSize(value: WireValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.SS) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS) return sum(value.NS.map(numberSize));
  if (value.BS) return sum(value.BS.map((bytes) => Buffer.byteLength(bytes, 'base64')));
  if (value.L) return containerBytes + sum(value.L.map((element) => 1 + valueSize(element)));
  if (value.M) return containerBytes + itemSize(value.M) + Object.keys(value.M).length;
  return 1;
}

/**
 * About one byte for two significant digits and one more, says the documentation; a sign takes one, as the digits
 * of negative numbers are stored with one more.
 */
function numberSize(text: string): number {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[^0-9]/g, '').replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') && digits ? 1 : 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
