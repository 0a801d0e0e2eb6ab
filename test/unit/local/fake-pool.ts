import type { FunctionPool } from '../../../local/lambda/function-pool.ts';

/** A pool whose function is the test's own, with every event that it was given. */
export interface FakePool<E> {
  readonly pool: FunctionPool;
  readonly events: E[];
}

/** @param handler gets the event and the number of the call, from 0; what it throws fails the call */
export function fakePool<E>(handler: (event: E, call: number) => unknown): FakePool<E> {
  const events: E[] = [];
  const pool = {
    function: { name: 'fake', arn: 'arn:aws:lambda:eu-central-1:000000000000:function:fake' },
    async invoke(event: E): Promise<unknown> {
      events.push(event);
      return handler(event, events.length - 1);
    },
  };
  // The class has private fields, which no other object can have; its users call only what is here.
  return { pool: pool as unknown as FunctionPool, events };
}
