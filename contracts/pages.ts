/**
 * What people see in a browser, and the files that it is made of. Pages are HTML files that stand beside the module
 * that they load; scripts are single files, for pages of others.
 */
export const pages = {
  /** Where polls are made and watched: the page at `/`. */
  index: { html: 'web/studio/studio.html', script: 'web/studio/studio.tsx' },
  /** One poll in a frame, for pages that allow no script: `/embed.html?poll=ID`. */
  embed: { html: 'web/embed/embed.html', script: 'web/embed/embed.ts' },
  /** The API's reference, made of `/openapi.json`. */
  reference: { html: 'web/reference/reference.html', script: 'web/reference/reference.tsx' },
} as const;

export const scripts = {
  /** Defines `<groundswell-poll>`: `/widget.js`. */
  widget: 'web/widget/widget.ts',
  /** `@groundswell/client`, an ES module: `/client.js`. */
  client: 'web/client/client.ts',
} as const;

export type PageName = keyof typeof pages;
export type ScriptName = keyof typeof scripts;

/** Below it stand the files whose names change with what they hold. */
export const assetsPath = '/assets/';

/** The API's description in OpenAPI 3.1. */
export const openApiPath = '/openapi.json';

/** Where the studio reads how to sign in: a `PageSettings`. */
export const settingsPath = '/settings.json';

/** Body of `/settings.json`. */
export interface PageSettings {
  /** Whether people may sign in by an API key, as on a laptop. @default only where there is no login */
  readonly takesKeys?: boolean;
  /** Cognito's hosted login, or what stands for it on a laptop. */
  readonly signIn?: {
    /** Of the login, with `https://`. */
    readonly url: string;
    readonly clientId: string;
  };
}

/** What a page may load and do, beside its own files: nothing inline, nobody else's script, no frame around it. */
const policy = {
  'default-src': "'self'",
  'img-src': "'self' data:",
  // The API of another stage, and the live channel of a region.
  'connect-src': "'self' https: wss:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'self'",
};

function policyText(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** The Content-Security-Policy of the pages. */
export const pagePolicy = policyText(policy);

/** The same for the page that is made to stand in others' frames. */
export const framedPagePolicy = policyText({ ...policy, 'frame-ancestors': '*' });

/**
 * The policy of a page on a laptop, whose live channel and uploads have no TLS.
 * @param path of the page, such as `/embed.html`
 */
export function localPagePolicy(path: string): string {
  const insecure = { 'connect-src': "'self' http://localhost:* http://127.0.0.1:* ws://localhost:*" };
  return policyText({ ...policy, ...insecure, ...(isFramed(path) ? { 'frame-ancestors': '*' } : {}) });
}

/** Whether a page is made to stand in others' frames. */
export function isFramed(path: string): boolean {
  return path === '/embed.html';
}
