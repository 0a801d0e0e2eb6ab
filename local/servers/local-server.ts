/** A server that stands for one of AWS's services. */
export interface LocalServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The embedded servers take any credentials and any region; these say what they are. */
export const localRegion = 'eu-central-1';
export const localCredentials = {
  region: localRegion,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;
