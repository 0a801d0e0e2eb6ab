import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StoredAnswer } from '../../../contracts/response.ts';
import { excludedAgain, newExclusion, putBack, workOnExclusion } from '../../../domain/abuse/exclusion.ts';
import { Groups, mostWithin, type SeenResponse, smallestGroup } from '../../../domain/abuse/groups.ts';
import { hostingNetwork } from '../../../domain/abuse/hosting.ts';
import { addressPrefix, addressPseudonym, devicePseudonym } from '../../../domain/abuse/pseudonym.ts';
import { scoreOf } from '../../../domain/abuse/score.ts';
import type { Poll } from '../../../domain/polls/poll.ts';
import { countersOf } from '../../../domain/tallies/counters.ts';
import { fold } from '../../../domain/tallies/fold.ts';

const noon = Date.UTC(2027, 0, 31, 12);

test('an address is known by all of IPv4 and half of IPv6, however it is written', () => {
  assert.equal(addressPrefix('198.51.100.10:46532'), '198.51.100.10');
  const written = ['2001:db8::1:443', '[2001:db8::2]:443', '2001:0DB8:0:0:1:2:3:4:443', '2001:db8:0:0::5:443'];
  for (const address of written) assert.equal(addressPrefix(address), '2001:db8:0:0', address);
  assert.equal(addressPrefix('::1:443'), '0:0:0:0');
  for (const none of [
    '',
    'x',
    '1.2.3:4',
    '1:2:3',
    'a::b::c:1',
    '2001:db8:0:0:1:2:3:4:5:443',
    'g::1:1',
    `${'1:'.repeat(40)}1`,
  ]) {
    assert.equal(addressPrefix(none), undefined, none);
  }
});

test('a pseudonym is the poll’s and the day’s own, and stands for many addresses', () => {
  const of = (salt: string, address: string, now: number) => addressPseudonym(salt, address, now);
  const own = of('salt', '198.51.100.10:1', noon);
  assert.match(own ?? '', /^[\w-]{4}$/);
  assert.equal(of('salt', '198.51.100.10:2', noon + 3_600_000), own);
  assert.notEqual(of('salt', '198.51.100.10:1', noon + 24 * 3_600_000), own);
  assert.notEqual(of('other', '198.51.100.10:1', noon), own);
  assert.notEqual(of('salt', '198.51.100.11:1', noon), own);
  assert.match(devicePseudonym('salt', 'd1'), /^[\w-]{4}$/);
});

test('the network of a data centre is named, and nobody else’s', () => {
  assert.equal(hostingNetwork('16509'), Buffer.from('00407d', 'hex').toString('base64url'));
  // Deutsche Telekom's, a private one, and what is none.
  for (const other of ['3320', '64512', '', 'AS16509', '16509.5', undefined])
    assert.equal(hostingNetwork(other), undefined);
});

test('a burst from a data centre is found that no single address of it gives away', () => {
  const people = Array.from({ length: 30 }, (_, at) => seen(`p${at}`, at * 9_000, at % 2 ? 'tea' : 'coffee'));
  const machines = people.slice(0, 12).map((one, at) => ({ ...one, groups: { address: `m${at}`, network: 'AEB9' } }));
  const [group, ...more] = groupsOf([...people, ...machines]);
  assert.deepEqual([group?.group, group?.responses, more.length], ['network:AEB9', 12, 0]);
  assert.ok(group?.reasons.includes('hosted') && group.score >= 0.5, JSON.stringify(group));
  assert.deepEqual(groupsOf(people), []);
});

const answersOf = (option: string): Record<string, StoredAnswer> => ({ drink: { s: option } });
const seen = (address: string, at: number, option: string): SeenResponse => ({
  submittedAt: noon + at,
  groups: { address },
  answers: answersOf(option),
  isExcluded: false,
});

function groupsOf(responses: readonly SeenResponse[]) {
  const groups = new Groups();
  for (const response of responses) groups.add(response);
  return groups.suspicious();
}

test('twenty of a kind within seconds stand out from an office, and a family doesn’t show', () => {
  const office = Array.from({ length: 20 }, (_, index) => seen('offi', index * 600_000, index % 2 ? 'tea' : 'coffee'));
  const program = Array.from({ length: 20 }, (_, index) => seen('prog', index * 300, 'coffee'));
  const family = Array.from({ length: smallestGroup - 1 }, (_, index) => seen('fami', index * 100, 'tea'));
  const [first, second, ...more] = groupsOf([...office, ...program, ...family]);
  assert.deepEqual(more, []);
  assert.equal(first?.group, 'address:prog');
  assert.deepEqual(first?.reasons, ['many', 'fast', 'alike']);
  assert.deepEqual([first?.fastest, first?.alike], [20, 1]);
  assert.equal(second?.group, 'address:offi');
  assert.ok((first?.score ?? 0) > 0.8 && (second?.score ?? 1) < 0.5, JSON.stringify([first, second]));
});

test('a poll in which all agree makes nobody suspicious of agreeing', () => {
  const all = [
    ...Array.from({ length: 20 }, (_, index) => seen('one', index * 600_000, 'tea')),
    ...Array.from({ length: 50 }, (_, index) => seen(`a${index}`, index * 1_000, 'tea')),
  ];
  assert.deepEqual(groupsOf(all)[0]?.reasons, ['many']);
});

test('a program that is most of the poll is no measure of itself', () => {
  const program = Array.from({ length: 90 }, (_, index) => seen('prog', index * 60_000, index % 5 ? 'coffee' : 'tea'));
  const others = Array.from({ length: 10 }, (_, index) => seen(`a${index}`, index * 1_000, index ? 'tea' : 'coffee'));
  assert.deepEqual(groupsOf([...program, ...others])[0]?.reasons, ['many', 'alike']);
});

const responses = fc.array(
  fc.record({
    address: fc.constantFrom('aaaa', 'bbbb', 'cccc'),
    at: fc.nat({ max: 60_000 }),
    option: fc.constantFrom('tea', 'coffee'),
  }),
  { maxLength: 80 },
);

test('whatever the order, the same responses give the same groups', () => {
  fc.assert(
    fc.property(responses, fc.infiniteStream(fc.nat()), (given, keys) => {
      const all = given.map(({ address, at, option }) => seen(address, at, option));
      const shuffled = all.map((response) => ({ response, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key);
      const strip = (groups: ReturnType<typeof groupsOf>) =>
        groups.map(({ group, responses, fastest, alike }) => [group, responses, fastest, alike]);
      assert.deepEqual(strip(groupsOf(shuffled.map(({ response }) => response))), strip(groupsOf(all)));
    }),
  );
});

test('a score lies between 0 and 1 and never falls when there is more of a sign', () => {
  const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 1_000 }),
      share,
      share,
      fc.nat({ max: 900 }),
      (count, alike, usual, more) => {
        const of = (changes: object) => scoreOf({ responses: count, fastest: 2, alike, usual, ...changes }).score;
        const base = of({});
        assert.ok(base >= 0 && base <= 1);
        assert.ok(of({ responses: count + more }) >= base);
        assert.ok(of({ fastest: 2 + more }) >= base);
        assert.ok(of({ alike: 1 }) >= base);
      },
    ),
  );
});

test('the most within a window are what a look at each window finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 50 }),
      (given, window) => {
        const sorted = given.toSorted((a, b) => a - b);
        const naive = Math.max(
          ...sorted.map((from) => sorted.filter((time) => time >= from && time < from + window).length),
        );
        assert.equal(mostWithin(sorted, window), naive);
      },
    ),
  );
});

test('an excluded response counts as nothing but excluded, and the fold takes it out and puts it back', () => {
  const counted = { answers: answersOf('tea'), skipped: ['order'] };
  const excluded = { ...counted, excludedBy: 'a-x1Yz' };
  assert.deepEqual(countersOf(excluded), ['q', 'q:a-x1Yz']);
  const change = { sequence: '1', pollId: 'p', key: 'k' };
  const [out] = fold([{ ...change, before: counted, after: excluded }], undefined);
  assert.deepEqual(Object.fromEntries(out?.deltas ?? []), {
    n: -1,
    'a:drink': -1,
    'o:drink:tea': -1,
    's:order': -1,
    q: 1,
    'q:a-x1Yz': 1,
  });
  const [both] = fold(
    [
      { ...change, before: counted, after: excluded },
      { ...change, sequence: '2', before: excluded, after: counted },
    ],
    undefined,
  );
  assert.equal(both?.deltas.size, 0);
  // A change of answers of an excluded voter moves nothing.
  const [changed] = fold(
    [{ ...change, before: excluded, after: { ...excluded, answers: answersOf('coffee') } }],
    undefined,
  );
  assert.equal(changed?.deltas.size, 0);
});

const job = newExclusion('p1', 'address:x1Yz', noon);

test('an exclusion is asked for again only when it has ended, and never both ways at once', () => {
  assert.equal(job.id, 'a-x1Yz');
  assert.equal(excludedAgain(job), job);
  assert.throws(() => putBack(job), { code: 'wrong-state' });
  const done = { ...job, state: 'excluded' as const };
  const back = putBack(done);
  assert.deepEqual([back.state, back.run], ['putting-back', 2]);
  assert.throws(() => excludedAgain(back), { code: 'wrong-state' });
  const ended = { ...back, state: 'put-back' as const };
  assert.equal(putBack(ended), ended);
  assert.deepEqual([excludedAgain(ended).state, excludedAgain(ended).run], ['excluding', 3]);
});

test('an exclusion that is cut off at any page goes on there, and comes to all', async () => {
  const poll = { id: 'p1', shards: 4 } as Poll;
  for (let cut = 0; cut < 9; cut += 1) {
    const changed: string[] = [];
    const ports = {
      // Two pages a partition.
      page: async (_: unknown, { partition, after }: { partition: number; after?: string }) =>
        after === undefined ? { voterKeys: [`${partition}-1`], after: 'x' } : { voterKeys: [`${partition}-2`] },
      change: async (_: unknown, key: string) => void changed.push(key),
    };
    let pages = 0;
    const next = await workOnExclusion(ports, { poll, job, from: { partition: 0 }, isTimeOver: () => pages++ >= cut });
    if (next) await workOnExclusion(ports, { poll, job, from: next, isTimeOver: () => false });
    assert.deepEqual(changed, ['0-1', '0-2', '1-1', '1-2', '2-1', '2-2', '3-1', '3-2'], `cut at ${cut}`);
  }
});
