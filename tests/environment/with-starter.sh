#!/bin/sh
# with-starter.sh PROGRAM ARGUMENTS…: runs a server that ends when the process that started it does, however that ended: a test
# run that is killed leaves nothing behind. The server keeps this process's id. /proc answers for a starter of another user.
starter=$PPID
server=$$
(
  while kill -0 "$starter" 2>/dev/null || [ -d "/proc/$starter" ]; do
    kill -0 "$server" 2>/dev/null || exit 0
    sleep 0.5
  done
  kill -INT "$server" 2>/dev/null
) </dev/null >/dev/null 2>&1 &
exec "$@"
