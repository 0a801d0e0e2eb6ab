import { Logger } from '@aws-lambda-powertools/logger';

/**
 * One logger a function. The service's name and the level come from the environment; requests that go well leave
 * no line, so that logging costs nothing per vote.
 */
export const logger = new Logger();
