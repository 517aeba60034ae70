import type { WordingKey } from './wording.ts';

/**
 * What stands around the clauses when somebody asked in English. The clauses stay as they are: only the Chinese text
 * counts. Slots are those of the Chinese sentences.
 */
export const englishWording = {
  'policy.fromSource': 'The notice and its annexes say (Chinese text, which alone is authoritative):',
  'policy.near': 'These clauses may be related, but do not state it directly:',
  'policy.silent':
    'The notice and its annexes do not state this (“{topic}”). Please ask the section concerned:',
  'policy.silentBare': 'The notice and its annexes do not state this. Please ask the section concerned:',
  'policy.offerCheck':
    'Whether this applies to you depends on your case. Send “资格自测” to check step by step.',
  'policy.partlySilent': 'The notice and its annexes do not state this: “{topic}”.',
  'policy.conflict': 'Please note: the documents differ here ({title}):',
  'policy.conflictAbove': 'Please note: the clauses above differ ({title}).',
  'policy.about': 'About “{topic}”:',
  'policy.truncated':
    'Your question is long and only its first part was read. Please ask one thing at a time.',
  'action.eligibility': 'Send “资格自测” and I will go through the conditions with you one by one.',
  'action.apply': 'Send “开始填报” and I will go through the application form with you field by field.',
  'action.progress': 'Send “我的进度” to see how far your application is.',
  'action.human': 'I can pass you on to the staff. If it is urgent, please call:',
  'action.contacts': 'Contacts:',
  'smalltalk.greeting': 'Hello!',
  'smalltalk.thanks': 'You are welcome.',
  'smalltalk.identity':
    'I am the application assistant of {office}, a program that quotes the notice and its annexes only.',
  'smalltalk.off-topic': 'Sorry, I can only answer questions about this application.',
} as const satisfies Partial<Record<WordingKey, string>>;
