import { resourcesOfType, type TemplateResource, target } from './templates.ts';

/** A widget as CloudWatch gets it; what its template refers to has the mark of the resource, see `markOf`. */
export interface Widget {
  readonly type: 'text' | 'metric' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly (string | object)[])[];
  };
}

export interface RegionDashboard {
  readonly resource: TemplateResource;
  readonly name: string;
  readonly widgets: readonly Widget[];
  /** All of it as one text. */
  readonly text: string;
}

type Body = { readonly 'Fn::Join': readonly [string, readonly unknown[]] };

/** What stands in a dashboard for a resource of a template. */
export function markOf({ stack, id }: TemplateResource): string {
  return `<${stack}/${id}>`;
}

/** Every dashboard of all kinds of stages, as CloudWatch gets it. */
export function dashboards(): readonly RegionDashboard[] {
  const found = resourcesOfType<{ DashboardName: string; DashboardBody: Body }>('AWS::CloudWatch::Dashboard');
  return found.map((resource) => {
    const { DashboardName, DashboardBody } = resource.Properties;
    const text = DashboardBody['Fn::Join'][1]
      .map((part) => (typeof part === 'string' ? part : mark(resource, part)))
      .join('');
    return { resource, name: DashboardName, widgets: (JSON.parse(text) as { widgets: Widget[] }).widgets, text };
  });
}

/** The values of dimensions: a reference to a resource, or a part of the account that is known at deployment. */
function mark(from: TemplateResource, reference: unknown): string {
  const found = target(from, reference);
  return found ? markOf(found) : `<${JSON.stringify(reference).replaceAll('"', '')}>`;
}

/** A metric of a widget; one without options or with an expression is told apart. */
export interface ShownMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The metrics that a widget reads, expressions left out. */
export function metricsOf({ properties }: Widget): readonly ShownMetric[] {
  return (properties.metrics ?? []).flatMap((row) => {
    const [namespace, name, ...rest] = row.filter((part) => typeof part === 'string');
    if (namespace === undefined || name === undefined) return [];
    const dimensions: Record<string, string> = {};
    for (let index = 0; index < rest.length; index += 2) dimensions[rest[index] ?? ''] = rest[index + 1] ?? '';
    return [{ namespace, name, dimensions }];
  });
}
