/** What a request meets: a route, and the values of its path parameters. */
export interface RouteMatch<R> {
  readonly route: R;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request as an HTTP API does: a literal step wins over a parameter. */
export class RouteTable<R extends { readonly routeKey: string }> {
  readonly #routes: readonly { route: R; method: string; steps: readonly string[] }[];

  constructor(routes: readonly R[]) {
    this.#routes = routes
      .map((route) => {
        const [method = '', path = ''] = route.routeKey.split(' ');
        return { route, method, steps: stepsOf(path) };
      })
      .sort((a, b) => parameters(a.steps) - parameters(b.steps));
  }

  match(method: string, path: string): RouteMatch<R> | undefined {
    const steps = stepsOf(path);
    for (const candidate of this.#routes) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = matchSteps(candidate.steps, steps);
      if (pathParameters) return { route: candidate.route, pathParameters };
    }
    return undefined;
  }
}

function stepsOf(path: string): string[] {
  return path.split('/').filter((step) => step !== '');
}

function parameters(steps: readonly string[]): number {
  return steps.filter((step) => step.startsWith('{')).length;
}

function matchSteps(pattern: readonly string[], steps: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== steps.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const step = steps[index] ?? '';
    if (expected.startsWith('{')) found[expected.slice(1, -1)] = decoded(step);
    else if (expected !== step) return undefined;
  }
  return found;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
