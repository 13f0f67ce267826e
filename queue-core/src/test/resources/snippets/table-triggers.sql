create table public.invoice (id integer primary key, status text);
