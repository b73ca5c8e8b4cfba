/** Whether the API says that it is ready: it reaches its database, which is up to date, and the engine. */
export async function apiIsReady(port: number): Promise<boolean> {
  return (await answerOf(`http://127.0.0.1:${String(port)}/health/ready`)) !== null;
}

/** Whether a worker asks the engine for work: the engine's own gauge of its pollers appears with the first one. */
export async function workerPolls(metricsPort: number): Promise<boolean> {
  const metrics = await answerOf(`http://127.0.0.1:${String(metricsPort)}/metrics`);
  return metrics?.includes('temporal_num_pollers{') ?? false;
}

/** The body of a good answer, else null. */
async function answerOf(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
