"""NautilusTrader's BacktestEngine on the crossings of two averages.

nautilus_trader==1.221.0
"""

import time
from decimal import Decimal

from nautilus_trader.backtest.config import BacktestEngineConfig
from nautilus_trader.backtest.engine import BacktestEngine
from nautilus_trader.config import LoggingConfig, RiskEngineConfig, StrategyConfig
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import Bar, BarType
from nautilus_trader.model.enums import AccountType, AssetClass, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, TraderId, Venue
from nautilus_trader.model.instruments import Cfd
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.trading.strategy import Strategy

VENUE = Venue("SIM")


def instrument_of(market):
    digits, name = market.contract.digits, Symbol(market.symbol)
    return Cfd(
        instrument_id=InstrumentId(name, VENUE),
        raw_symbol=name,
        asset_class=AssetClass.FX,
        quote_currency=USD,
        price_precision=digits,
        size_precision=0,
        price_increment=Price(10**-digits, digits),
        size_increment=Quantity.from_int(1),
        margin_init=Decimal("0.01"),
        margin_maint=Decimal("0.01"),
        maker_fee=Decimal(0),
        taker_fee=Decimal(0),
        ts_event=0,
        ts_init=0,
    )


class Config(StrategyConfig, frozen=True):
    bar_type: BarType
    units: int


class Crossing(Strategy):
    """Its own averages decide; a crossing turns the position round."""

    def __init__(self, config):
        super().__init__(config)
        self.fast, self.slow = SimpleMovingAverage(10), SimpleMovingAverage(30)
        self.sign, self.held, self.bar, self.fills = None, 0, -1, []

    def on_start(self):
        self.instrument_id = self.config.bar_type.instrument_id
        for average in (self.fast, self.slow):
            self.register_indicator_for_bars(self.config.bar_type, average)
        self.subscribe_bars(self.config.bar_type)

    def on_bar(self, bar):
        self.bar += 1
        if not self.slow.initialized:
            return
        # A difference below a billionth of the price is rounding.
        gap = self.fast.value - self.slow.value
        sign = 0 if abs(gap) <= 1e-9 * self.slow.value else (1 if gap > 0 else -1)
        before, self.sign = self.sign, sign
        # Lines that only touched have left their side and come back to it.
        if before is None or sign in (0, before, self.held):
            return
        units = Quantity.from_int(self.config.units * (2 if self.held else 1))
        side = OrderSide.BUY if sign > 0 else OrderSide.SELL
        self.held = sign
        self.submit_order(self.order_factory.market(self.instrument_id, side, units))

    def on_order_filled(self, event):
        self.fills.append((self.bar, 1 if event.order_side == OrderSide.BUY else -1))


def simulate(market):
    """CPU seconds of the run, and the fills as (bar, side)."""
    instrument = instrument_of(market)
    bar_type = BarType.from_str(f"{instrument.id}-1-MINUTE-LAST-EXTERNAL")
    digits = market.contract.digits
    price = {point: Price(point / 10**digits, digits) for point in set(market.points.flat)}
    one = Quantity.from_int(1_000)
    bars = [
        Bar(bar_type, *(price[value] for value in row), one, time_ns, time_ns)
        for row, time_ns in zip(market.points, (market.seconds + 60) * 1_000_000_000)
    ]
    engine = BacktestEngine(
        BacktestEngineConfig(
            trader_id=TraderId("B-1"),
            logging=LoggingConfig(bypass_logging=True),
            risk_engine=RiskEngineConfig(bypass=True),
            run_analysis=False,
        )
    )
    deposit = [Money(1_000_000_000, USD)]
    engine.add_venue(
        VENUE,
        OmsType.NETTING,
        AccountType.MARGIN,
        deposit,
        base_currency=USD,
        default_leverage=Decimal(50),
    )
    engine.add_instrument(instrument)
    engine.add_data(bars)
    strategy = Crossing(Config(bar_type=bar_type, units=int(market.contract.units)))
    engine.add_strategy(strategy)
    begun = time.process_time()
    engine.run()
    seconds = time.process_time() - begun
    fills = strategy.fills
    engine.dispose()
    return seconds, fills
