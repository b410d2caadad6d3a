import { InputError } from '../../contracts/input-error.ts';
import { readPrices } from '../audit-request.ts';
import { isColored } from '../color.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';
import { terminalWidth } from '../io.ts';

const configure: Configure = (command, { io }) => {
  addFlags(command.argument('[model]', 'one model, by any of its names'), [
    'prices',
    'at',
    'json',
    'width',
  ]).action(async (model: string | undefined) => {
    const settings = await readSettings(io, command);
    const own = await readPrices(settings.prices ?? []);
    const [
      { loadPriceBook },
      { readUserPrices },
      { describePrice, listPrices },
      { safeJson },
      { Page },
      { priceList, pricePage },
    ] = await Promise.all([
      import('../../pricing/price-book.ts'),
      import('../../pricing/own/user-prices.ts'),
      import('../../pricing/describe-price.ts'),
      import('../../report/data/json-table.ts'),
      import('../../report/table/page.ts'),
      import('../price-page.ts'),
    ]);
    const book = loadPriceBook({ overrides: own.map(({ origin, value }) => readUserPrices(value, origin)) });
    const at = settings.at ?? book.date;
    const page = new Page({
      width: settings.width ?? terminalWidth(io),
      color: isColored(io.env, io.stdout, settings.color),
    });
    const print = async (value: unknown) =>
      io.stdout.write(settings.json ? `${safeJson(value, 2)}\n` : page.toString());
    if (model === undefined) {
      const prices = listPrices(book, at);
      priceList(prices, at, book.version, page);
      return print(prices);
    }
    const price = describePrice(book, model, at);
    if (price.code !== 'found' && price.periods.length === 0) throw new InputError(`prices: ${price.reason}`);
    pricePage(price, page);
    return print(price);
  });
};

export default configure;
