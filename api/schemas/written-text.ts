import Type from 'typebox';

/** The words of a text as a person wrote them. */
export const WrittenText = Type.String({
  minLength: 1,
  maxLength: 1000,
  pattern: '\\S',
  description: 'The words, as they go out',
});

/** Tells a request from its repetition: the same key and the same words are one message, however often they come. */
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.String({
    pattern: '^[\\x21-\\x7e]{8,100}$',
    description: 'Of your own choice, such as a UUID: asked again with the same key, nothing is done again',
  }),
});
