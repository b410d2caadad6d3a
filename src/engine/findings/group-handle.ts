import { hash52 } from '../../model/hash.ts';

/** Eight hexadecimal digits that name a group on the command line; made of its id alone, so the same in every run. */
export function groupHandle(detector: string, id: string): string {
  return hash52(`${detector}/${id}`).toString(16).padStart(13, '0').slice(-8);
}
