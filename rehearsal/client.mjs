// A client under constant load: a request every few milliseconds, to each backend in turn, every other one over a new
// connection from gateway to backend. It tells the parent process what became of them when it is told to stop.
import { request as send } from 'node:http';
import { BACKENDS } from './topology.mjs';

const [, , port, interval] = process.argv;
const CONNECTIONS = ['new', 'open'];
const failures = {};
let sent = 0;
let waiting = 0;
let isStopped = false;

function next() {
  const backend = BACKENDS[sent % BACKENDS.length];
  const connection = CONNECTIONS[Math.floor(sent / BACKENDS.length) % CONNECTIONS.length];
  sent += 1;
  waiting += 1;
  // A connection of its own to the gateway: NGINX closes open ones when it reloads.
  const call = send({ host: '127.0.0.1', port, path: `/${backend}/${connection}`, agent: false }, (response) => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (text) => {
      body += text;
    });
    response.on('end', () => done(response.statusCode === 200 ? undefined : reasonOf(response.statusCode, body)));
  });
  call.on('error', ({ code }) => done(`client: ${code}`));
  call.end();
}

function reasonOf(status, body) {
  return /^[A-Z0-9_]+$/.test(body) ? body : `status ${status}`;
}

function done(failure) {
  waiting -= 1;
  if (failure !== undefined) {
    failures[failure] = (failures[failure] ?? 0) + 1;
  }
  report();
}

function report() {
  if (isStopped && waiting === 0) {
    process.send({ sent, failures }, () => process.disconnect());
  }
}

const timer = setInterval(next, Number(interval));
// A parent that is gone takes its processes with it.
process.once('disconnect', () => process.exit());
process.on('message', () => {
  clearInterval(timer);
  isStopped = true;
  report();
});
process.send({ started: true });
