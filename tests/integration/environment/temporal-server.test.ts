import { Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import { startTemporalServer } from '../../environment/temporal-server.ts';

test('a dev server answers with the search attributes that it was given', async () => {
  const server = await startTemporalServer(['KeptAnswer=Keyword']);
  const connection = await Connection.connect({ address: server.address });
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toContain('KeptAnswer');
  } finally {
    await connection.close();
    await server.close();
  }
  await expect(Connection.connect({ address: server.address, connectTimeout: '500ms' })).rejects.toThrow();
});
