/** As https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html has them, with what they take. */
export const documentedActions: Readonly<
  Record<string, { key: string; resourceType: string; needs: readonly string[]; may: readonly string[] }>
> = {
  'aws:lambda:invocation-add-delay': {
    key: 'Functions',
    resourceType: 'aws:lambda:function',
    needs: ['duration'],
    may: ['invocationPercentage', 'startupDelayMilliseconds'],
  },
  'aws:lambda:invocation-error': {
    key: 'Functions',
    resourceType: 'aws:lambda:function',
    needs: ['duration', 'preventExecution'],
    may: ['invocationPercentage'],
  },
  'aws:lambda:invocation-http-integration-response': {
    key: 'Functions',
    resourceType: 'aws:lambda:function',
    needs: ['contentTypeHeader', 'duration', 'preventExecution', 'statusCode'],
    may: ['invocationPercentage'],
  },
  'aws:dynamodb:global-table-pause-replication': {
    key: 'Tables',
    resourceType: 'aws:dynamodb:global-table',
    needs: ['duration'],
    may: [],
  },
};
