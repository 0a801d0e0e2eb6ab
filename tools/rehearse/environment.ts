/** The account that moto plays. */
export const rehearsalAccount = '123456789012';

/**
 * The environment of the CDK CLI: nothing of the caller's AWS, keys that open nothing, and the emulator for every service.
 * @throws Error for an endpoint that isn't on this machine
 */
export function rehearsalEnvironment(
  from: NodeJS.ProcessEnv,
  endpoint: string,
  preload: string,
  region: string,
): NodeJS.ProcessEnv {
  const { hostname, port } = new URL(endpoint);
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) {
    throw new Error(`The rehearsal only runs against this machine, not against ${endpoint}.`);
  }
  const others = Object.entries(from).filter(
    ([name]) => !/^(AWS|CDK|GROUNDSWELL)_/.test(name) && name !== 'NODE_OPTIONS',
  );
  return {
    ...Object.fromEntries(others),
    AWS_ACCESS_KEY_ID: 'rehearsal',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    // moto looks for a template's bucket in the path of its address only where the host's name is localhost.
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    AWS_ENDPOINT_URL_S3: `http://s3.localhost:${port}`,
    NODE_OPTIONS: `--import ${preload}`,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
  };
}
