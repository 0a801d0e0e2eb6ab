import { ExplainedError } from '../explained-error.ts';
import type { Assembly, AssemblyStack } from './assembly.ts';

/** The account that the laptop plays. */
export const localAccount = '000000000000';

/** What a resource is known by once it runs: the value of `Ref`, and its attributes for `Fn::GetAtt`. */
export interface Running {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Resolves the intrinsic functions of templates by what runs on the laptop. */
export class Resolver {
  readonly #assembly: Assembly;
  readonly #running = new Map<string, Running>();

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  /** Makes a resource known to the ones that refer to it. */
  register(stack: AssemblyStack, logicalId: string, running: Running): void {
    this.#running.set(`${stack.name}/${logicalId}`, running);
  }

  /**
   * A property's value with every intrinsic function replaced.
   * @throws ExplainedError that names the stack and what can't be resolved
   */
  resolve(stack: AssemblyStack, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(stack, item));
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = [], ...more] = Object.entries(value);
    if (name !== undefined && more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#intrinsic(stack, name, argument);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(stack, item)]));
  }

  #intrinsic(stack: AssemblyStack, name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(stack, String(argument));
      case 'Fn::GetAtt': {
        const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.#attribute(stack, logicalId ?? '', attribute.join('.'));
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown];
        return (this.resolve(stack, parts) as unknown[]).map(String).join(separator);
      }
      case 'Fn::Sub':
        return String(argument).replaceAll(/\$\{([^}!]+)\}/g, (_, reference: string) => {
          const [logicalId, ...attribute] = reference.split('.');
          return attribute.length === 0
            ? this.#ref(stack, reference)
            : this.#attribute(stack, logicalId ?? '', attribute.join('.'));
        });
      case 'Fn::Select': {
        const [index, list] = argument as [number | string, unknown];
        return (this.resolve(stack, list) as unknown[])[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(this.resolve(stack, text)).split(separator);
      }
      case 'Fn::GetStackOutput':
        return this.#output(argument as { StackName: string; Region?: string; OutputName: string });
      default:
        throw new ExplainedError(`Stack ${stack.name} uses ${name}, which the laptop doesn't know.`);
    }
  }

  #ref(stack: AssemblyStack, name: string): string {
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::Region': stack.region,
      'AWS::AccountId': localAccount,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
    };
    return pseudo[name] ?? this.#known(stack, name).ref;
  }

  #attribute(stack: AssemblyStack, logicalId: string, attribute: string): string {
    const attributes = this.#known(stack, logicalId).attributes ?? {};
    if (Object.hasOwn(attributes, attribute)) return attributes[attribute] ?? '';
    throw new ExplainedError(`Stack ${stack.name} asks for ${logicalId}.${attribute}, which the laptop doesn't have.`);
  }

  #known(stack: AssemblyStack, logicalId: string): Running {
    const running = this.#running.get(`${stack.name}/${logicalId}`);
    if (running) return running;
    const type = stack.template.Resources[logicalId]?.Type ?? 'nothing that the template has';
    throw new ExplainedError(`Stack ${stack.name} refers to ${logicalId} (${type}), which the laptop doesn't run.`);
  }

  /** A weak reference between stacks: the other stack's output. */
  #output(reference: { StackName: string; Region?: string; OutputName: string }): unknown {
    const other = this.#assembly.stacks.find((candidate) => candidate.name === reference.StackName);
    const output = other?.template.Outputs[reference.OutputName];
    if (other && output) return this.resolve(other, output.Value);
    throw new ExplainedError(`There is no output ${reference.OutputName} of a stack ${reference.StackName}.`);
  }
}
