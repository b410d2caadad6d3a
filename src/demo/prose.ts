import type { Random } from './random.ts';

/*
 * Sentences about a made-up software shop. Built from parts that combine into millions of different sentences, so that two
 * texts are alike only where the generator means them to be.
 */
const WHO = [
  'the customer',
  'our billing team',
  'a reseller',
  'the warehouse',
  'an administrator',
  'the mobile client',
  'the importer',
  'a new hire',
  'the auditor',
  'the night shift',
  'a partner bank',
  'the support desk',
  'the scheduler',
  'a school',
  'the clinic',
  'an agency',
] as const;
const DID = [
  'could not open',
  'has renamed',
  'wants to cancel',
  'lost access to',
  'keeps duplicating',
  'archived',
  'is waiting for',
  'cannot reconcile',
  'misread',
  'exported',
  'would like to merge',
  'reported a delay in',
  'reopened',
  'questioned',
  'praised',
  'migrated',
] as const;
const WHAT = [
  'the quarterly invoice',
  'a shipping label',
  'the tax certificate',
  'their shared calendar',
  'the refund request',
  'a purchase order',
  'the onboarding checklist',
  'an expired licence',
  'the stock ledger',
  'the payroll sheet',
  'a webhook endpoint',
  'the consent form',
  'the product catalogue',
  'a loyalty voucher',
  'the retention policy',
  'the login page',
] as const;
const WHEN = [
  'after the upgrade',
  'before the holidays',
  'during the migration',
  'since the last release',
  'while travelling',
  'on a slow connection',
  'right after signing up',
  'in the middle of a call',
  'when the queue was full',
  'at the end of the month',
  'during a power cut',
  'after changing the password',
] as const;
const WHY = [
  'because the form rejected accents',
  'although the status page was green',
  'and asked for a written answer',
  'so the deadline moved',
  'which confused two departments',
  'and attached a screenshot',
  'because a filter hid the rows',
  'and then the session ended',
  'so nobody was notified',
  'although the address was verified',
  'because the clock was wrong',
  'and the copy was blurred',
] as const;

export function sentence(random: Random): string {
  const text = `${random.pick(WHO)} ${random.pick(DID)} ${random.pick(WHAT)} ${random.pick(WHEN)} ${random.pick(WHY)}`;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

export function paragraph(random: Random, sentences: number): string {
  return Array.from({ length: sentences }, () => sentence(random)).join(' ');
}
