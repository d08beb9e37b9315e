/**
 * Every text that a person reads. A translation is another object of the same shape.
 *
 * What comes from the core (error messages, notes about documents) is shown as it is.
 */
import { answer } from "./en/answer";
import { document } from "./en/document";
import { endpoints } from "./en/endpoints";
import { errors } from "./en/errors";
import { form } from "./en/form";
import { history } from "./en/history";
import { home } from "./en/home";
import { models } from "./en/models";
import { run } from "./en/run";
import { settings } from "./en/settings";
import { shell } from "./en/shell";
import { starters } from "./en/starters";
import { tasks } from "./en/tasks";
import { teach } from "./en/teach";

export const text = {
  answer,
  document,
  endpoints,
  errors,
  form,
  history,
  home,
  models,
  run,
  settings,
  shell,
  starters,
  tasks,
  teach,
};
