#ifndef SP_CREADLINE_H
#define SP_CREADLINE_H
#include <dlfcn.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* GNU Readline is loaded when lines are edited, so that a command never pays for it and terminfo, and needs no
   header to build. Prototypes and numbers are those of readline.h, stable since 7.0. */

typedef int sp_rl_command(int count, int key);
typedef void sp_rl_line_handler(char *line);
typedef void sp_rl_action(void);
typedef int sp_rl_key(FILE *stream);
typedef int sp_rl_check(void);

struct sp_readline {
  void (*callback_handler_install)(const char *prompt, sp_rl_line_handler *handler);
  void (*callback_handler_remove)(void);
  void (*callback_read_char)(void);
  void (*callback_sigcleanup)(void);
  void (*free_line_state)(void);
  void (*echo_signal_char)(int signal);
  int (*crlf)(void);
  int (*ding)(void);
  void (*resize_terminal)(void);
  void (*get_screen_size)(int *rows, int *columns);
  void (*deprep_terminal)(void);
  void (*prep_terminal)(int meta);
  int (*forced_update_display)(void);
  void (*redisplay)(void);
  int (*on_new_line)(void);
  void (*save_prompt)(void);
  void (*restore_prompt)(void);
  int (*set_prompt)(const char *prompt);
  void (*replace_line)(const char *text, int clear_undo);
  int (*insert_text)(const char *text);
  int (*delete_text)(int from, int to);
  int (*begin_undo_group)(void);
  int (*end_undo_group)(void);
  int (*add_defun)(const char *name, sp_rl_command *function, int key);
  int (*parse_and_bind)(char *line);
  int (*initialize)(void);
  char *(*variable_value)(const char *name);
  sp_rl_command *newline;
  sp_rl_command *forward_char;
  sp_rl_command *forward_word;
  sp_rl_command *end_of_line;
  void (*add_history)(const char *line);
  void (*clear_history)(void);
  void (*using_history)(void);
  void (*stifle_history)(int limit);
  char **line_buffer;
  int *point;
  int *end;
  unsigned long *readline_state;
  int *eof_found;
  int *catch_signals;
  int *catch_sigwinch;
  int *change_environment;
  const char **readline_name;
  FILE **outstream;
  sp_rl_action **redisplay_function;
  sp_rl_command **last_function;
  sp_rl_key **getc_function;
  sp_rl_check **input_available_hook;
};

/* Fills the table; 0 where the library or a symbol of it is missing. */
static inline int sp_readline_load(struct sp_readline *rl) {
  void *library = dlopen("libreadline.so.8", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  struct { const char *name; void *slot; } symbols[] = {
    {"rl_callback_handler_install", &rl->callback_handler_install},
    {"rl_callback_handler_remove", &rl->callback_handler_remove},
    {"rl_callback_read_char", &rl->callback_read_char},
    {"rl_callback_sigcleanup", &rl->callback_sigcleanup},
    {"rl_free_line_state", &rl->free_line_state},
    {"rl_echo_signal_char", &rl->echo_signal_char},
    {"rl_crlf", &rl->crlf},
    {"rl_ding", &rl->ding},
    {"rl_resize_terminal", &rl->resize_terminal},
    {"rl_get_screen_size", &rl->get_screen_size},
    {"rl_deprep_terminal", &rl->deprep_terminal},
    {"rl_prep_terminal", &rl->prep_terminal},
    {"rl_forced_update_display", &rl->forced_update_display},
    {"rl_redisplay", &rl->redisplay},
    {"rl_on_new_line", &rl->on_new_line},
    {"rl_save_prompt", &rl->save_prompt},
    {"rl_restore_prompt", &rl->restore_prompt},
    {"rl_set_prompt", &rl->set_prompt},
    {"rl_replace_line", &rl->replace_line},
    {"rl_insert_text", &rl->insert_text},
    {"rl_delete_text", &rl->delete_text},
    {"rl_begin_undo_group", &rl->begin_undo_group},
    {"rl_end_undo_group", &rl->end_undo_group},
    {"rl_add_defun", &rl->add_defun},
    {"rl_parse_and_bind", &rl->parse_and_bind},
    {"rl_initialize", &rl->initialize},
    {"rl_variable_value", &rl->variable_value},
    {"rl_newline", &rl->newline},
    {"rl_forward_char", &rl->forward_char},
    {"rl_forward_word", &rl->forward_word},
    {"rl_end_of_line", &rl->end_of_line},
    {"add_history", &rl->add_history},
    {"clear_history", &rl->clear_history},
    {"using_history", &rl->using_history},
    {"stifle_history", &rl->stifle_history},
    {"rl_line_buffer", &rl->line_buffer},
    {"rl_point", &rl->point},
    {"rl_end", &rl->end},
    {"rl_readline_state", &rl->readline_state},
    {"rl_eof_found", &rl->eof_found},
    {"rl_catch_signals", &rl->catch_signals},
    {"rl_catch_sigwinch", &rl->catch_sigwinch},
    {"rl_change_environment", &rl->change_environment},
    {"rl_readline_name", &rl->readline_name},
    {"rl_outstream", &rl->outstream},
    {"rl_redisplay_function", &rl->redisplay_function},
    {"rl_last_func", &rl->last_function},
    {"rl_getc_function", &rl->getc_function},
    {"rl_input_available_hook", &rl->input_available_hook},
  };
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(library, symbols[i].name);
    if (!symbol) return 0;
    __builtin_memcpy(symbols[i].slot, &symbol, sizeof symbol);
  }
  return 1;
}

/* An incremental, a plain or a history search takes the keys. */
enum { SP_RL_STATE_SEARCHING = 0x80 | 0x100 | 0x200 };

/* Characters as UTF-8 whatever locale is installed; numbers stay those of C. */
static inline void sp_use_unicode(void) {
  if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX == 1) setlocale(LC_CTYPE, "C.UTF-8");
}

/* The terminal as a stream of its own, written when flushed. */
static inline FILE *sp_open_terminal(int descriptor) {
  int copy = dup(descriptor);
  return copy < 0 ? NULL : fdopen(copy, "w");
}
static inline void sp_put(FILE *stream, const char *text) { fputs(text, stream); }
static inline void sp_flush(FILE *stream) { fflush(stream); }
static inline void sp_free_line(char *line) { free(line); }
/* Not freed: readline keeps or cuts up what it is given. */
static inline char *sp_copy(const char *text) { return strdup(text); }
#endif
