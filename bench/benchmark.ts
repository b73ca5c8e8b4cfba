/** Something that is measured by a name. */
export interface Benchmark<Options = unknown> {
  readonly name: string;
  readonly summary: string;
  /** Measures, and cleans up whatever happens. `say` is for whoever watches. */
  run(options: Options, say: (line: string) => void): Promise<Measured>;
}

interface Measured {
  /** Everything that was measured, for `--json`. */
  readonly document: unknown;
  /** What a person reads. */
  readonly lines: readonly string[];
}
