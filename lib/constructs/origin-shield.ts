/**
 * Where CloudFront offers Origin Shield, and which one is nearest to the regions without:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-shield.html#choose-origin-shield-region
 */
const offered: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];

const nearest: Readonly<Record<string, string>> = {
  'af-south-1': 'eu-west-1',
  'ap-east-1': 'ap-southeast-1',
  'ca-central-1': 'us-east-1',
  'eu-north-1': 'eu-west-2',
  'eu-south-1': 'eu-central-1',
  'eu-west-3': 'eu-west-2',
  'me-south-1': 'ap-south-1',
  'us-west-1': 'us-west-2',
};

/** The region whose Origin Shield is nearest to a region; undefined where AWS names none. */
export function originShieldFor(region: string): string | undefined {
  return offered.includes(region) ? region : nearest[region];
}
