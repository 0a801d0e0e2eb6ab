/** A place in a trace: whatever comes of it goes on from here. */
export interface TraceParent {
  /** 32 hexadecimal digits. It is the request's correlation id, too: all logs of what follows from the request have it. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether the trace is kept, wherever it leads. */
  readonly isSampled: boolean;
}

/** Version 00, and a later one as far as it is the same; see https://www.w3.org/TR/trace-context/#traceparent-header */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const sampledFlag = 1;

/** @returns undefined for what is no `traceparent`, which is to be ignored */
export function readTraceParent(text: string | undefined): TraceParent | undefined {
  const [, version, traceId, spanId, flags = '', more] = pattern.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || (version === '00' && more !== undefined)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) === sampledFlag };
}

export function writeTraceParent({ traceId, spanId, isSampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** Characters of 24 bytes in Base64, and one for the flag. */
const packedLength = 33;

/** The same in 33 characters, for an item that is written with every vote. */
export function packTraceParent({ traceId, spanId, isSampled }: TraceParent): string {
  return `${Buffer.from(traceId + spanId, 'hex').toString('base64url')}${isSampled ? '1' : '0'}`;
}

/** @returns undefined for anything that isn't one */
export function unpackTraceParent(packed: string | undefined): TraceParent | undefined {
  if (packed?.length !== packedLength) return undefined;
  const hex = Buffer.from(packed.slice(0, -1), 'base64url').toString('hex');
  const flag = packed.endsWith('1') ? '01' : '00';
  return readTraceParent(`00-${hex.slice(0, 32)}-${hex.slice(32)}-${flag}`);
}
