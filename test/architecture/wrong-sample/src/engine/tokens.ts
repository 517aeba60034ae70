// @ts-nocheck This file is wrong on purpose: the architecture test must catch every import.
import { isTodoCommand } from './review/todo-command.ts';

export const wrong = isTodoCommand;
