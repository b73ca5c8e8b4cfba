import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const environmentIsReadInConfigOnly = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only config.ts reads the environment: take the value as an argument.',
};
// `kind === 'recall'` in either order, and `switch (message.kind)`; also of a variable that is called so.
const kindsAreData = ['name', 'property.name']
  .flatMap((name) => [
    `BinaryExpression[operator=/^[!=]==?$/][left.${name}='kind'][right.type='Literal']`,
    `BinaryExpression[operator=/^[!=]==?$/][right.${name}='kind'][left.type='Literal']`,
    `SwitchStatement[discriminant.${name}='kind']`,
  ])
  .map((selector) => ({
    selector,
    message: 'A kind is data (record 3): ask its record in domain/kinds.ts, not its slug.',
  }));
const clockIsPassedIn = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take a clock.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a clock.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.kept/', 'node_modules/', '**/*.cjs', '**/*.mjs', 'tests/histories/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', environmentIsReadInConfigOnly, ...kindsAreData],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Rules and operations are given their time, so that a later run can live through months of history.
    files: ['domain/**', 'operations/**', 'activities/**', 'db/**'],
    rules: { 'no-restricted-syntax': ['error', environmentIsReadInConfigOnly, ...kindsAreData, ...clockIsPassedIn] },
  },
  {
    // A workflow is replayed: what is not the same the second time must not be reachable from it.
    files: ['workflows/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*'], message: 'Node built-ins do not exist in the workflow sandbox.' },
            {
              regex:
                '^(?!@temporalio/(workflow|common)$|\\./|\\.\\./domain/planning/plan\\.ts$|\\.\\./activities/.+-activities\\.ts$)',
              message:
                'Workflows import @temporalio/workflow, each other, domain/planning/plan.ts, and activity types.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'Intl', 'process', 'setInterval', 'fetch', 'performance', 'WeakRef'],
    },
  },
  { files: ['config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['tests/**', 'bench/**', 'cli/**', 'local/**'], rules: { 'no-console': 'off' } },
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'no-restricted-syntax': ['error', environmentIsReadInConfigOnly],
    },
  },
);
