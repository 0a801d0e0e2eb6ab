import { Aws, CfnResource, Duration, Fn, Stack, Validations } from 'aws-cdk-lib';
import { AccountRecovery, CfnUserPoolDomain, FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Environment } from '../../contracts/functions.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

/**
 * What the studio may do as a client, in words that CloudFormation and Cognito's API share: the code flow with nothing
 * else, and no secret, as a page can keep none.
 */
const clientSettings = {
  ClientName: 'studio',
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
  SupportedIdentityProviders: ['COGNITO'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
  AccessTokenValidity: 60,
  IdTokenValidity: 60,
  RefreshTokenValidity: 12,
} as const;

/** Settings of a client that comes back to the studio at an address. */
function clientSettingsAt(url: string) {
  return {
    ...clientSettings,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    CallbackURLs: [`${url}/`],
    LogoutURLs: [`${url}/`],
  };
}

/**
 * The user pool of the people of all workspaces, Cognito's hosted login to it, and the studio as its one client. An
 * account opens nothing until a workspace has given it a role.
 */
export class SignIn extends Construct {
  /** Variables of the functions that take access tokens. */
  readonly environment: Pick<Environment<'authorizeKey'>, 'SIGN_IN_ISSUER' | 'SIGN_IN_CLIENT_ID'>;
  readonly userPool: UserPool;
  /** Of the hosted login. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, retain, domain, people }: StageConfiguration) {
    super(scope, id);
    this.userPool = new UserPool(this, 'People', {
      userPoolName: `groundswell-${stage}`,
      featurePlan: FeaturePlan.LITE,
      selfSignUpEnabled: people.signUp !== 'closed',
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: people.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: retain,
    });
    Validations.of(this.userPool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'The stage’s configuration says whether each person must have a second factor, or may.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'The plan with threat protection has no free people; an account alone opens nothing.',
      },
    );
    const client = new CfnResource(this, 'Client', {
      type: 'AWS::Cognito::UserPoolClient',
      properties: {
        UserPoolId: this.userPool.userPoolId,
        GenerateSecret: false,
        ...(domain ? clientSettingsAt(`https://${domain.name}`) : clientSettings),
      },
    });
    // A name of its own in the whole region, which the stage's could not be: not all words are allowed in it.
    const prefix = `groundswell-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;
    const login = new CfnUserPoolDomain(this, 'Login', { userPoolId: this.userPool.userPoolId, domain: prefix });
    this.url = `https://${login.ref}.auth.${Stack.of(this).region}.amazoncognito.com`;
    const { region, urlSuffix } = Stack.of(this);
    this.environment = {
      SIGN_IN_ISSUER: `https://cognito-idp.${region}.${urlSuffix}/${this.userPool.userPoolId}`,
      SIGN_IN_CLIENT_ID: client.ref,
    };
  }

  /** All of the client's settings at an address, for Cognito's `UpdateUserPoolClient`, which resets what it isn't told. */
  updateAt(url: string) {
    return {
      UserPoolId: this.userPool.userPoolId,
      ClientId: this.environment.SIGN_IN_CLIENT_ID,
      ...clientSettingsAt(url),
    };
  }
}
