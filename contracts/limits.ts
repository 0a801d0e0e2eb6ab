/**
 * Every bound that the API enforces, in one place, so that validators, templates, documentation and
 * clients quote the same numbers.
 */
export const limits = {
  /** Largest request body in bytes; API Gateway itself would take 10 MB. */
  bodyBytes: 64 * 1024,
  /** Deepest nesting of a JSON body. */
  jsonDepth: 32,
  questions: 50,
  /** Options of one choice or ranking question. */
  options: 50,
  matrixRows: 50,
  matrixColumns: 20,
  /** Points of a rating scale, both ends included: 0 to 100 is the widest. */
  ratingPoints: 101,
  languages: 20,
  idLength: 40,
  /** Longest id in a path; a response's has 47 characters, and DynamoDB's sort keys take 1,024 bytes. */
  pathIdLength: 100,
  titleLength: 300,
  descriptionLength: 5_000,
  labelLength: 500,
  /** Characters of one text answer, where the question doesn't set a lower limit. */
  textAnswerLength: 5_000,
  metadataFields: 10,
  metadataValueLength: 200,
  showIfConditions: 5,
  /**
   * Counters that one response can touch. A changed response touches the old and the new ones in a single
   * UpdateItem, whose expression may hold 4 KB and 300 operators
   * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
   */
  countersPerResponse: 140,
  /** Counters of one poll, so that its tally item stays far below DynamoDB's 400 KB. */
  countersPerPoll: 5_000,
  /** Announced voters of a poll; the largest stadium is smaller. */
  audience: 100_000_000,
  mediaNameLength: 200,
  /**
   * Different pictures of one poll: as many as one BatchGetItem reads
   * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
   */
  mediaPerPoll: 100,
  pageSize: 100,
  /** Answers to one text question that `GET /polls/{pollId}/answers/{questionId}` shows, the newest; exports have all. */
  shownAnswers: 5_000,
  /** Their texts together, in bytes, so that a request reads no more than that, whatever it searches for. */
  shownAnswersBytes: 2 * 1024 * 1024,
  searchLength: 200,
  idempotencyKeyLength: 200,
  /** A token that is signed by others, in characters: far more than claims of ours need. */
  tokenLength: 8_192,
  /** Longest time for which a replaced API key is good, in seconds: 30 days. */
  keyOverlapSeconds: 30 * 24 * 3_600,
  /** People of a workspace, those who are invited included. */
  people: 100,
  /** Voters' codes of one request, and of one poll. */
  codesPerRequest: 1_000,
  codesPerPoll: 1_000_000,
  webhooks: 20,
  webhookUrlLength: 2_000,
  /** https://www.rfc-editor.org/errata/eid1690 */
  emailLength: 254,
} as const;
