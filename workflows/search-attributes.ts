import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * What operators can filter runs by in the Temporal UI. The dev server's flags, the deployment's command and the tests all read
 * this list.
 */
export const searchAttributes = {
  practice: defineSearchAttributeKey('KeptPractice', SearchAttributeType.KEYWORD),
  facility: defineSearchAttributeKey('KeptFacility', SearchAttributeType.KEYWORD),
  visitAt: defineSearchAttributeKey('KeptVisitAt', SearchAttributeType.DATETIME),
  answer: defineSearchAttributeKey('KeptAnswer', SearchAttributeType.KEYWORD),
} as const;
