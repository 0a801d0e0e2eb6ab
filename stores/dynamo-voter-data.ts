import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ResponseSigns, VoterData } from '../contracts/voter-data.ts';
import type { ErasedVoter } from '../domain/erasure/erasure.ts';
import type { VotersPlace } from '../domain/erasure/voter-data.ts';
import type { KeptAnswer } from '../domain/insights/kept-answer.ts';
import { toExported } from './dynamo-exported-responses.ts';
import { pagePrefix } from './insight-item.ts';
import { itemsBelow } from './items-below.ts';
import { isResponse, type ResponseItem, responseKey } from './response-item.ts';

/** Reads what tables hold of a voter beside moderators' marks. */
export class DynamoVoterData {
  readonly #client: DynamoDBDocumentClient;
  readonly #names: { readonly responses: string; readonly tallies: string };

  constructor(client: DynamoDBDocumentClient, names: { responses: string; tallies: string }) {
    this.#client = client;
    this.#names = names;
  }

  async place(key: Parameters<typeof responseKey>[0]): Promise<VotersPlace> {
    const { Item = {} } = await this.#client.send(
      new GetCommand({ TableName: this.#names.responses, Key: responseKey(key), ConsistentRead: true }),
    );
    const erased = Item.x === undefined ? {} : { erasedAt: Number(Item.x) };
    if (!isResponse(Item)) return erased;
    const end = Item.expiresAt === undefined ? {} : { expiresAt: Item.expiresAt };
    return { response: toExported(Item), signs: signsOf(Item), ...end, ...erased };
  }

  /** The voter's texts in the newest and, until they are removed, former pages of answers; each once. */
  async textAnswers({ pollId, voterKey }: ErasedVoter): Promise<VoterData['textAnswers']> {
    const found = new Map<string, VoterData['textAnswers'][number]>();
    for (const { sk, o } of await itemsBelow(this.#client, this.#names.tallies, { pk: pollId, sk: pagePrefix })) {
      const questionId = String(sk).split('#')[1] ?? '';
      for (const { responseId, text } of JSON.parse(String(o)) as KeptAnswer[]) {
        if (responseId.startsWith(voterKey)) found.set(`${questionId} ${responseId}`, { questionId, responseId, text });
      }
    }
    return [...found.values()];
  }
}

function signsOf({ h, v, n, q }: ResponseItem): ResponseSigns {
  return {
    ...(h === undefined ? {} : { connection: h }),
    ...(v === undefined ? {} : { sender: v }),
    ...(n === undefined ? {} : { network: n }),
    ...(q === undefined ? {} : { excludedBy: q }),
  };
}
