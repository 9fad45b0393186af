/**
 * Days on which the New York Stock Exchange was closed beside its holidays, since 1960, and why. Facts as the exchange's
 * own list of special closings states them.
 */
export const closings: Readonly<Record<string, string>> = {
  "1961-05-29": "day before Decoration Day",
  "1963-11-25": "funeral of John F. Kennedy",
  "1968-02-12": "Lincoln's Birthday",
  "1968-04-09": "mourning for Martin Luther King",
  "1968-07-05": "day after Independence Day",
  "1968-11-11": "Veterans Day",
  "1969-02-10": "snow",
  "1969-03-31": "funeral of Dwight D. Eisenhower",
  "1969-07-21": "first landing on the moon",
  "1972-12-28": "funeral of Harry S. Truman",
  "1973-01-25": "funeral of Lyndon B. Johnson",
  "1977-07-14": "power failure in New York",
  "1985-09-27": "hurricane Gloria",
  "1994-04-27": "funeral of Richard Nixon",
  "2001-09-11": "attack on the World Trade Center",
  "2001-09-12": "attack on the World Trade Center",
  "2001-09-13": "attack on the World Trade Center",
  "2001-09-14": "attack on the World Trade Center",
  "2004-06-11": "mourning for Ronald Reagan",
  "2007-01-02": "mourning for Gerald Ford",
  "2012-10-29": "hurricane Sandy",
  "2012-10-30": "hurricane Sandy",
  "2018-12-05": "mourning for George H. W. Bush",
  "2025-01-09": "mourning for Jimmy Carter"
};

/** Wednesdays of 1968 without a session, for the brokers' paperwork: from, to (inclusive), and those kept open. */
export const paperwork = {
  from: "1968-06-12",
  to: "1968-12-25",
  open: ["1968-07-03", "1968-09-04", "1968-11-06", "1968-11-13", "1968-11-27"]
} as const;

/**
 * Closes before the regular time that follow no rule, since 1970, in New York time. Halts of a single exchange's
 * machinery are not among them, nor late openings: bars of such a day count from the regular opening.
 */
export const earlyCloses: Readonly<Record<string, string>> = {
  "1974-12-24": "14:00",
  "1975-02-12": "14:30",
  "1975-12-24": "14:00",
  "1976-08-09": "15:00",
  "1978-02-06": "14:00",
  "1981-03-30": "15:17",
  "1987-10-23": "14:00",
  "1987-10-26": "14:00",
  "1987-10-27": "14:00",
  "1987-10-28": "14:00",
  "1987-10-29": "14:00",
  "1987-10-30": "14:00",
  "1987-11-02": "14:30",
  "1987-11-03": "14:30",
  "1987-11-04": "14:30",
  "1987-11-05": "15:00",
  "1987-11-06": "15:00",
  "1987-11-09": "15:30",
  "1987-11-10": "15:30",
  "1987-11-11": "15:30",
  "1990-12-24": "14:00",
  "1991-12-24": "14:00",
  "1992-11-27": "14:00",
  "1992-12-24": "14:00",
  "1994-02-11": "14:30",
  "1996-01-08": "14:00",
  "1997-10-27": "15:30",
  "1997-12-26": "13:00",
  "1999-12-31": "13:00",
  "2003-12-26": "13:00"
};
