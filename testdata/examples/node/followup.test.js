import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serve, world } from './ringer.js';

const { FollowUp } = await import(process.env.NAIVE ? './followup_naive.js' : './followup.js');
const control = await serve('intellicall');

test('a customer who has answered is texted', async (t) => {
  await textsOnce(world(t, control));
});

test('a text that fails is sent when the result comes again', async (t) => {
  await textsOnce(world(t, control), new Error('the text service is down'));
});

test('a result that comes twice at once is one text', async (t) => {
  const w = world(t, control);
  await w.arrange(`
    - on: {event: call.result}
      do: {deliver: twice}
  `);
  await textsOnce(w);
});

test('a result that comes again after it was answered is one text', async (t) => {
  const w = world(t, control);
  await w.arrange(`
    - on: {event: call.result}
      do: {deliver: again}
  `);
  await textsOnce(w);
});

// textsOnce calls a customer who answers, through a text service that first has these troubles.
async function textsOnce(w, ...troubles) {
  const texts = [];
  const followUp = new FollowUp(w.env.INTELLICALL_BASE_URL, w.env.INTELLICALL_API_KEY, async (customer) => {
    if (troubles.length > 0) throw troubles.shift();
    texts.push(customer);
  });
  await w.listen('intellicall', (result) => followUp.heard(result));

  await followUp.call('order-17', '9876543210');
  await w.advance('5m');

  assert.deepEqual(texts, ['9876543210']);
}
