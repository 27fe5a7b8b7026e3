"""The model of `CausalTrend` as matrices, for Kalman filters that others wrote.

Needs numpy==2.4.6 and, for `fit`, statsmodels==0.15.0. Constants and wording follow the
documentation of `src/indicators/causal_trend.rs`; no code is shared with it.
"""

import numpy as np

DAY, WEEK = 86_400.0, 604_800.0
FIRST_MONDAY = 4 * DAY  # 1970-01-05
LEVEL_BARS, SLOPE_BARS, SEASON_S = 15.0, 150.0, 30 * DAY
SLOPE_VARIANCE = SLOPE_BARS / (2 * LEVEL_BARS**4)
LEVEL_NOISE, LEVEL_PRIOR, SEASON_VARIANCE = 0.1 / LEVEL_BARS**2, 100.0, 0.1
STATES = 16
WARM_UP = 200


def weights(times):
    """One row per time (seconds since 1970): 1, 0, 4 harmonics of the day, 3 of the week."""
    columns = [np.ones(len(times)), np.zeros(len(times))]
    for since, length, count in ((times, DAY, 4), (times - FIRST_MONDAY, WEEK, 3)):
        for k in range(1, count + 1):
            angle = 2 * np.pi * k * np.mod(since, length) / length
            columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def bar_lengths(steps):
    """The shortest distance between two bars, up to each step."""
    return np.minimum.accumulate(steps)


def transition(step, bar_length):
    """For one step between two bars: the matrix that moves the states, and the noise added."""
    bars = min(step / bar_length, 100_000.0)
    slope_kept, season_kept = np.exp(-bars / SLOPE_BARS), np.exp(-step / SEASON_S)
    move = np.diag([1.0, slope_kept] + [season_kept] * (STATES - 2))
    move[0, 1] = SLOPE_BARS * (1 - slope_kept)
    season_noise = SEASON_VARIANCE * (1 - season_kept**2)
    slope_noise = SLOPE_VARIANCE * (1 - slope_kept**2)
    return move, np.diag([LEVEL_NOISE * bars, slope_noise] + [season_noise] * (STATES - 2))


def prior(close):
    """Mean and covariance of the states before the first bar."""
    mean = np.zeros(STATES)
    mean[0] = close
    variances = np.full(STATES, SEASON_VARIANCE)
    variances[:2] = LEVEL_PRIOR, SLOPE_VARIANCE
    return mean, np.diag(variances)


def fit(times, closes):
    """By statsmodels: the price expected before each bar, the price fitted after it, the slope."""
    from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

    times, closes = np.asarray(times, float), np.asarray(closes, float)
    steps = np.diff(times)
    # statsmodels' matrix number t leads from bar t to bar t + 1; the last one leads nowhere.
    pairs = [transition(*pair) for pair in zip(steps, bar_lengths(steps))]
    pairs.append((np.eye(STATES), np.zeros((STATES, STATES))))
    moves, noises = (np.stack(matrices, axis=2) for matrices in zip(*pairs))
    design = weights(times)
    model = KalmanFilter(k_endog=1, k_states=STATES)
    model.bind(closes[None, :].copy())
    model["design"] = design.T[None, :, :]
    model["obs_cov"] = np.ones((1, 1))
    model["transition"] = moves
    model["selection"] = np.eye(STATES)
    model["state_cov"] = noises
    model.initialize_known(*prior(closes[0]))
    result = model.filter()
    fitted = np.einsum("ts,st->t", design, result.filtered_state)
    return result.forecasts[0], fitted, result.filtered_state[1]


def walk(times, closes):
    """As `fit`, by the textbook's equations and without statsmodels: for long series."""
    times, closes = np.asarray(times, float), np.asarray(closes, float)
    steps = np.diff(times)
    kinds, kind = np.unique(np.stack([steps, bar_lengths(steps)]), axis=1, return_inverse=True)
    ready = [transition(*kinds[:, k]) for k in range(kinds.shape[1])]
    mean, covariance = prior(closes[0])
    expected, fitted, slope = np.zeros((3, len(times)))
    for i, row in enumerate(weights(times)):
        if i > 0:
            move, noise = ready[kind[i - 1]]
            mean, covariance = move @ mean, move @ covariance @ move.T + noise
        gain = covariance @ row / (row @ covariance @ row + 1)
        expected[i] = row @ mean
        mean = mean + gain * (closes[i] - expected[i])
        covariance = covariance - np.outer(gain, row @ covariance)
        covariance = (covariance + covariance.T) / 2
        fitted[i], slope[i] = row @ mean, mean[1]
    return expected, fitted, slope
