#!/usr/bin/env node
// The door to every command. In a checkout the TypeScript sources run as they are; a built copy (`npm run build`) starts
// at dist/cli/main.js instead and needs no loader.
import 'tsx';

await import('../cli/main.ts');
