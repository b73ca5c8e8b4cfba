import { expect, test } from 'vitest';
import { runKept } from '../../environment/run-kept.ts';

const visit = {
  zone: 'America/New_York',
  visit: '2026-03-09T20:00',
  offset: '-P1D',
  mode: 'exact',
  window: ['09:00', '18:00'],
};

test('kept explain time --json answers a line for each line, and ends with 1 for a bad one', async () => {
  const input = [visit, { ...visit, offset: 'soon' }, { ...visit, visit: '2026-03-09T10:00' }].map((line) =>
    JSON.stringify(line),
  );
  const ended = await runKept(['explain', 'time', '--json'], {}, input.join('\n'));
  expect(
    ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { at: '2026-03-08T22:00:00Z', movedBy: ['window'] },
    {
      error: 'The offset is not understood: write -P3D for three days before the visit, -PT2H for two hours before it.',
    },
    { at: '2026-03-08T14:00:00Z', movedBy: [] },
  ]);
  expect(ended).toMatchObject({ code: 1, stderr: '' });
});

test('kept explain time answers people in words', async () => {
  const lines = [visit, { ...visit, now: '2026-03-10T00:00:00Z' }].map((line) => JSON.stringify(line));
  expect(await runKept(['explain', 'time'], {}, lines.join('\n'))).toEqual({
    code: 0,
    stdout: '2026-03-08T22:00:00Z, moved by window\nwithheld: started\n',
    stderr: '',
  });
});

test('kept explain segments counts, in JSON and in words', async () => {
  const input = '{"text":"Su cita es el sábado"}\n{"text":"hello"}';
  const json = await runKept(['explain', 'segments', '--json'], {}, input);
  expect(json).toEqual({
    code: 0,
    stdout:
      '{"encoding":"UCS-2","segments":1,"characters":20,"costliest":"á"}\n' +
      '{"encoding":"GSM-7","segments":1,"characters":5,"costliest":null}\n',
    stderr: '',
  });
  expect((await runKept(['explain', 'segments'], {}, input)).stdout).toBe(
    '1 segment of UCS-2, 20 characters, because of á\n1 segment of GSM-7, 5 characters\n',
  );
});

test('kept explain reply reads each text, and says which rule decided', async () => {
  const input =
    '{"text":"Sí, ahí estaré 👍🏽"}\n{"text":"can’t make it","lang":"es"}\n{"text":"CANCEL"}\n{"text":"Reply?"}\n{"words":"Y"}\n';
  const json = await runKept(['explain', 'reply', '--json'], {}, input);
  expect(json.code).toBe(1);
  expect(
    json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { outcome: 'confirm', rule: expect.stringMatching(/^es\.confirm: /) as string },
    { outcome: 'decline', rule: expect.stringMatching(/^en\.notComing: /) as string },
    { outcome: 'opt_out_and_worklist', rule: 'carrier.opt_out_and_worklist: cancel' },
    { outcome: 'unclear', rule: 'no_rule' },
    { error: expect.stringContaining('/text') as string },
  ]);
  expect((await runKept(['explain', 'reply'], {}, '{"text":"no idea"}\n')).stdout).toBe('unclear, by no_rule\n');
});
