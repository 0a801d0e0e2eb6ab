import { type PropertiesOf, resourceSchemas } from '../../../local/assembly/resources.ts';

/** An event source mapping with the defaults of a template. */
export function mappingOf(
  properties: Partial<PropertiesOf<'AWS::Lambda::EventSourceMapping'>> = {},
): PropertiesOf<'AWS::Lambda::EventSourceMapping'> {
  return resourceSchemas['AWS::Lambda::EventSourceMapping'].parse({
    EventSourceArn: 'arn:of:the:source',
    FunctionName: 'fake',
    ...properties,
  });
}
