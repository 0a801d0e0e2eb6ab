import {
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  MathExpression,
  type Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { RunbookPage } from '../runbook.ts';

/** A dashboard is 24 columns wide. */
export const fullWidth = 24;
const height = 6;

/** A graph from 0, of as many columns as it is told. */
export function graph(
  title: string,
  width: number,
  left: readonly IMetric[],
  more: Pick<GraphWidgetProps, 'right' | 'leftAnnotations' | 'stacked'> & { readonly unit?: string } = {},
): GraphWidget {
  const { unit, ...rest } = more;
  return new GraphWidget({
    title,
    width,
    height,
    left: [...left],
    leftYAxis: { min: 0, ...(unit === undefined ? {} : { label: unit, showUnits: false }) },
    ...(rest.right === undefined ? {} : { rightYAxis: { min: 0 } }),
    ...rest,
  });
}

/** Words, as high as a graph where they stand beside one. */
export function text(markdown: string, width: number = fullWidth, rows: number = height): TextWidget {
  return new TextWidget({ markdown, width, height: rows });
}

/** A metric of milliseconds in seconds. The label is its own in a graph. */
export function inSeconds(metric: Metric, label: string): MathExpression {
  const id = `of${label.replaceAll(/\W/g, '')}`;
  return new MathExpression({
    expression: `${id} / 1000`,
    usingMetrics: { [id]: metric },
    label,
    period: metric.period,
  });
}

/** How the dashboard names pages of the runbook: as links, where the repository is known. */
export function pageLinker(repository: string | undefined): (page: RunbookPage) => string {
  return ({ title, path }) =>
    repository === undefined
      ? `${title}: \`${path}\``
      : `[${title}](https://github.com/${repository}/blob/HEAD/${path})`;
}
